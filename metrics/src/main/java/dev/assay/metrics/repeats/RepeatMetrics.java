package dev.assay.metrics.repeats;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricFunction;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Metrics of repeated samples in the registry (S6). */
public final class RepeatMetrics {

    private RepeatMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                entry(
                        "pass_at_k",
                        "Probability that any (pass@k) or all (pass^k) of k samples pass, from n samples with c passes",
                        List.of("n", "c", "k"),
                        Range.UNIT,
                        "arXiv 2107.03374 and 2406.12045",
                        (inputs, params) -> passAtK(inputs)),
                entry(
                        "g_pass_at_k",
                        "Probability that at least the share tau of k samples passes",
                        List.of("n", "c", "k", "tau"),
                        Range.UNIT,
                        "arXiv 2412.13147, exact hypergeometric sum",
                        (inputs, params) -> new Output()
                                .put(
                                        "g_pass_at_k",
                                        PassAtK.mostPass(
                                                inputs.integer("n"),
                                                inputs.integer("c"),
                                                inputs.integer("k"),
                                                inputs.number("tau")))
                                .json()),
                entry(
                        "pass_at_k_mean",
                        "Mean of pass@k and of pass^k over tasks",
                        List.of("tasks", "k"),
                        Range.UNIT,
                        "arXiv 2107.03374 and 2406.12045",
                        (inputs, params) -> passAtKMean(inputs)),
                entry(
                        "worst_at_n",
                        "Expected lowest score of n samples",
                        List.of("scores", "n"),
                        Range.REAL,
                        "mean over all subsets of n, in closed form",
                        (inputs, params) -> new Output()
                                .put("worst_at_n", ExtremesOfN.worst(inputs.numbers("scores"), n(inputs)))
                                .json()),
                entry(
                        "best_at_n",
                        "Expected highest score of n samples",
                        List.of("scores", "n"),
                        Range.REAL,
                        "mean over all subsets of n, in closed form",
                        (inputs, params) -> new Output()
                                .put("best_at_n", ExtremesOfN.best(inputs.numbers("scores"), n(inputs)))
                                .json()),
                entry(
                        "majority_vote",
                        "The answer that most samples give, and its share",
                        List.of("answers"),
                        Range.UNIT,
                        "arXiv 2203.11171; of tied answers the first given",
                        (inputs, params) -> majority(inputs)),
                entry(
                        "consistency",
                        "Probability that two samples give the same answer",
                        List.of("answers"),
                        Range.UNIT,
                        "pairs without replacement, unbiased",
                        (inputs, params) -> new Output()
                                .put("consistency", Consistency.pairAgreement(inputs.texts("answers")))
                                .json()),
                entry(
                        "failure_consistency",
                        "Probability that two failed samples failed in the same way; null is a sample that passed",
                        List.of("failures"),
                        Range.UNIT,
                        "pairs without replacement, unbiased",
                        (inputs, params) -> failureConsistency(inputs)));
    }

    private static MetricRegistry.Entry entry(
            String name, String description, List<String> needs, Range range, String source, MetricFunction function) {
        return new MetricRegistry.Entry(
                new MetricDescriptor(
                        name, 1, description, "repeats", needs, List.of(), Direction.HIGHER_IS_BETTER, range, source),
                function);
    }

    private static JsonNode passAtK(Fields inputs) {
        long n = inputs.integer("n");
        long c = inputs.integer("c");
        long k = inputs.integer("k");
        return new Output()
                .put("pass_at_k", PassAtK.anyPasses(n, c, k))
                .put("pass_hat_k", PassAtK.allPass(n, c, k))
                .put("naive_1_minus_(1-c/n)^k", PassAtK.naive(n, c, k))
                .json();
    }

    private static JsonNode passAtKMean(Fields inputs) {
        JsonNode tasks = inputs.array("tasks");
        if (tasks.isEmpty()) {
            throw MetricException.undefined("a mean over tasks needs at least one");
        }
        long k = inputs.integer("k");
        double any = 0;
        double all = 0;
        for (int i = 0; i < tasks.size(); i++) {
            Fields task = Fields.of(inputs.path("tasks") + "[" + i + "]", tasks.get(i));
            any += PassAtK.anyPasses(task.integer("n"), task.integer("c"), k);
            all += PassAtK.allPass(task.integer("n"), task.integer("c"), k);
        }
        return new Output()
                .put("pass_at_k", any / tasks.size())
                .put("pass_hat_k", all / tasks.size())
                .json();
    }

    private static JsonNode majority(Fields inputs) {
        Consistency.Majority majority = Consistency.majority(inputs.texts("answers"));
        return new Output()
                .put("answer", majority.answer())
                .put("votes", majority.votes())
                .put("share", majority.share())
                .put("tied", majority.tied())
                .json();
    }

    private static JsonNode failureConsistency(Fields inputs) {
        List<Optional<String>> failures = new ArrayList<>();
        for (JsonNode failure : inputs.array("failures")) {
            String path = inputs.path("failures") + "[" + failures.size() + "]";
            failures.add(failure.isNull() ? Optional.empty() : Optional.of(Fields.text(path, failure)));
        }
        return new Output()
                .put("failure_consistency", Consistency.failureAgreement(failures))
                .json();
    }

    private static int n(Fields inputs) {
        return (int) Math.min(Integer.MAX_VALUE, inputs.integer("n"));
    }
}
