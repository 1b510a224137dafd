/** What the system catalogues say about tables, functions, types and collations. */
package dev.everfill.base.definition.catalog;
