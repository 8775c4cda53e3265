package dev.assay.metrics.text.likelihood;

import dev.assay.metrics.MetricException;

/**
 * How surprised a model is by a text, summed over documents in constant memory: the exponential of the mean negative log-likelihood of
 * the tokens. 1 is certainty; lower is better. A probability of 0 makes it infinite. Not thread-safe; merge the sums of threads.
 *
 * <p>Source: Jelinek et al. 1977; perplexity = exp(-mean log-probability).
 */
public final class Perplexity {

    private double sum;
    private double lost;
    private long tokens;

    /** The perplexity of one document's natural log-probabilities. */
    public static Perplexity of(double... logProbabilities) {
        Perplexity result = new Perplexity();
        result.add(logProbabilities);
        return result;
    }

    /** Adds a document's natural log-probabilities, one a token. */
    public void add(double... logProbabilities) {
        for (double value : logProbabilities) {
            addValue(value);
        }
        tokens += logProbabilities.length;
    }

    /** Adds the documents of another sum. */
    public void merge(Perplexity other) {
        addValue(other.sum);
        addValue(-other.lost);
        tokens += other.tokens;
    }

    /** Compensated sum (Neumaier), so that the order of millions of tokens hardly matters; infinities stay. */
    private void addValue(double value) {
        double total = sum + value;
        if (Double.isFinite(total)) {
            lost += Math.abs(sum) >= Math.abs(value) ? value - total + sum : sum - total + value;
        }
        sum = total;
    }

    /** Number of tokens. */
    public long tokens() {
        return tokens;
    }

    /** Sum of the log-probabilities, in nats. */
    public double sumLogProbability() {
        return sum + lost;
    }

    /**
     * Mean negative log-likelihood, in nats a token.
     *
     * @throws MetricException when there is no token
     */
    public double meanNegativeLogLikelihood() {
        requireTokens();
        return -sumLogProbability() / tokens;
    }

    /**
     * Perplexity a token, at least 1 for probabilities of at most 1.
     *
     * @throws MetricException when there is no token
     */
    public double perplexity() {
        return Math.exp(meanNegativeLogLikelihood());
    }

    /**
     * Bits a byte of text.
     *
     * @param bytes length of the text, more than 0
     * @throws MetricException when there is no token or no byte
     */
    public double bitsPer(long bytes) {
        requireTokens();
        requireUnits(bytes);
        return -sumLogProbability() / (bytes * Math.log(2));
    }

    /**
     * Perplexity a byte or word, which texts of different tokenizers can be compared by.
     *
     * @param units number of bytes or words of the text, more than 0
     * @throws MetricException when there is no token or no unit
     */
    public double perplexityPer(long units) {
        requireTokens();
        requireUnits(units);
        return Math.exp(-sumLogProbability() / units);
    }

    private void requireTokens() {
        if (tokens == 0) {
            throw MetricException.undefined("perplexity of no tokens");
        }
    }

    private static void requireUnits(long units) {
        if (units <= 0) {
            throw MetricException.undefined("perplexity of a text without bytes or words");
        }
    }
}
