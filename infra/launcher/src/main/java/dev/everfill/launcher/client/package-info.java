/**
 * What commands ask of the process that runs a pipeline, over its HTTP API; the only package that
 * meets {@code java.net.http}.
 */
package dev.everfill.launcher.client;
