package io.remine.operators.weighting;

/**
 * Mean and variance of a stream of numbers, of all of them up to a horizon and exponentially fading beyond (West, Updating
 * Mean and Variance Estimates: An Improved Method, 1979, with the weight of a number not below 1 / horizon).
 */
final class RunningMoments {

    private final double[] numbers; // seen, mean, variance
    private final int horizon;

    RunningMoments(double[] numbers, int horizon) {
        this.numbers = numbers;
        this.horizon = horizon;
    }

    void add(double number) {
        numbers[0]++;
        double share = 1 / Math.min(numbers[0], horizon);
        double difference = number - numbers[1];
        numbers[1] += share * difference;
        numbers[2] = (1 - share) * (numbers[2] + share * difference * difference);
    }

    double seen() {
        return numbers[0];
    }

    double mean() {
        return numbers[1];
    }

    double deviation() {
        return Math.sqrt(numbers[2]);
    }

    void copyTo(double[] target) {
        System.arraycopy(numbers, 0, target, 0, numbers.length);
    }
}
