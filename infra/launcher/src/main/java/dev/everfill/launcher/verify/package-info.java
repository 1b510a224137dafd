/** The proof: the target compared with the user's own SELECT, by PostgreSQL itself. */
package dev.everfill.launcher.verify;
