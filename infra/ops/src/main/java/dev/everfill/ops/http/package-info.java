/**
 * The server itself, the only package that meets Javalin and Jetty. A request passes the {@link
 * dev.everfill.ops.http.Guard} (Host, Origin, token), then one of the {@link
 * dev.everfill.ops.http.Routes}; whatever goes wrong becomes an {@link
 * dev.everfill.ops.http.HttpProblem}.
 */
package dev.everfill.ops.http;
