/** From a field as the user states it to its definition, or to everything that is wrong with it. */
package dev.everfill.base.definition.field;
