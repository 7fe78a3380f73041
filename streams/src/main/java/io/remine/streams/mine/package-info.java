/** {@code remine mine}: hard negatives of a collection, written to a file for other trainers. */
package io.remine.streams.mine;
