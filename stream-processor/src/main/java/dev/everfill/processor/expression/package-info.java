/**
 * PostgreSQL's scalar semantics in plain Java: text forms to values and back, expressions as
 * closures, the functions they call, and the algebra of aggregates. Pure: no Kafka, no JDBC.
 */
package dev.everfill.processor.expression;
