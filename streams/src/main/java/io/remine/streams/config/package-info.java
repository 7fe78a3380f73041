/**
 * Every setting of Remine in one place, and the file that gives them values. A setting that is not here does not exist.
 */
package io.remine.streams.config;
