/**
 * What parts of recipes are written with: the name that a recipe calls a part by, and the parameters that it gives it, with
 * errors that name the line.
 */
package io.remine.operators.part;
