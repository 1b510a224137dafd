/** From a SELECT's analysed tree to a typed plan, and from the plan back to SQL. */
package dev.everfill.base.definition.select;
