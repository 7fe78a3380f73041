/** Which device each training worker of a process computes on: Flink's GPUs, else those that the tensor engine sees, else the CPU. */
package io.remine.operators.device;
