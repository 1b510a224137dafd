/**
 * The metrics of a process, in Prometheus' text format: what the stages have recorded, and what the
 * latest snapshot tells. The only room of ops that meets Micrometer and Prometheus.
 */
package dev.everfill.ops.metrics;
