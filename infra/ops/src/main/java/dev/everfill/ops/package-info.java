/**
 * The operations server: HTTP API, health, metrics and dashboard, over what the process says of
 * itself. It sees no stage and no server: everything is answered from memory.
 */
package dev.everfill.ops;
