/**
 * {@code everfill.yaml} as a record that cannot be invalid. {@link
 * dev.everfill.base.config.ConfigReader} is the way in.
 */
package dev.everfill.base.config;
