/**
 * Reads the rows that are there: in ranges of the primary key, each in a short transaction of its
 * own whose snapshot is known. JDBC and PostgreSQL's COPY.
 */
package dev.everfill.producer.chunk;
