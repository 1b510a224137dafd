/**
 * Decides which of the rows read and the changes delivered a reader may see, and which changes are
 * safe to forget. Pure: no server, no clock, no thread.
 */
package dev.everfill.producer.merge;
