/**
 * What a running pipeline says of itself at one moment, as its HTTP API and {@code status --json}
 * show it: immutable, made once and then read by many. The components' names are the JSON's.
 */
package dev.everfill.base.status;
