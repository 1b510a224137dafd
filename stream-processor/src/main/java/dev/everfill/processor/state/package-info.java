/**
 * The layouts of state: what is kept under which bytes. Stores are met only through {@link
 * dev.everfill.processor.state.OrderedStore}.
 */
package dev.everfill.processor.state;
