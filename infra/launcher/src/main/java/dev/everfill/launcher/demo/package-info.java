/** The demonstration: examples with servers, application traffic and a pipeline of their own. */
package dev.everfill.launcher.demo;
