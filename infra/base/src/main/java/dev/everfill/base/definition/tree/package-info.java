/** PostgreSQL's own text form of analysed queries, read into plain nodes. Pure. */
package dev.everfill.base.definition.tree;
