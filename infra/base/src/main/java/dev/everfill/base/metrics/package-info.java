/**
 * What Everfill measures of itself: the list of its metrics, and what the stages record them with.
 * The only room of base that meets Micrometer.
 */
package dev.everfill.base.metrics;
