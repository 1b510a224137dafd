package dev.everfill.embedded.testing;

/**
 * Where a test's PostgreSQL is.
 *
 * @param urlPrefix the JDBC address up to the database's name
 * @param user a superuser
 * @param password the user's
 */
record RunningPostgres(String urlPrefix, String user, String password) {}
