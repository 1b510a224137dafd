/**
 * Real servers for tests: one PostgreSQL of each version and one Kafka broker per JVM, started when
 * first asked for. With {@code -Deverfill.test.services=containers} they come from Testcontainers.
 */
package dev.everfill.embedded.testing;
