/**
 * A real PostgreSQL and a real Kafka broker in a folder: for {@code demo}, for {@code run} without
 * a Kafka of its own, and for tests. Imports nothing of Everfill's.
 */
package dev.everfill.embedded;
