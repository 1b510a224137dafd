/** What a running pipeline says of itself, kept in memory for the operations server. */
package dev.everfill.launcher.feed;
