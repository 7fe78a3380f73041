package io.remine.bench;

/**
 * One recipe on one collection: what its figures depend on, and are kept under.
 *
 * @param recipe its name
 * @param limit most train queries, 0 for all
 * @param noise share of wrong clicks
 */
record QualityRun(String collection, String recipe, int limit, double noise, long seed) {

    QualityRun {
        if ((collection + recipe).matches("(?s).*[\t\n\r].*")) {
            throw new IllegalArgumentException("recipe '%s' on collection '%s': names hold no tabs and no line ends"
                    .formatted(recipe, collection));
        }
    }

    /** The same of another recipe. */
    QualityRun of(String other) {
        return new QualityRun(collection, other, limit, noise, seed);
    }

    /** Whether it is without wrong clicks what the other is with some, whatever the seed draws besides. */
    boolean isCleanOf(QualityRun other) {
        return noise == 0 && collection.equals(other.collection) && recipe.equals(other.recipe) && limit == other.limit;
    }
}
