package dev.assay.runner.run;

import dev.assay.runner.v1.Completion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** What earlier runs of a model can tell about the next. */
@ApplicationScoped
public class RunHistory {

    private static final int RUNS = 5;

    private final RunRepository runs;
    private final CompletionRepository completions;

    RunHistory(RunRepository runs, CompletionRepository completions) {
        this.runs = runs;
        this.completions = completions;
    }

    /** Answers that a model was called for lately, at most {@code count}, from the latest runs first. */
    public List<Completion> answers(String project, String model, int count) {
        List<Completion> answers = new ArrayList<>();
        for (long key : runs.latest(project, model, RUNS)) {
            if (answers.size() >= count) {
                break;
            }
            completions.after(key, 0, count - answers.size(), false).completions().stream()
                    .map(CompletionRepository.Stored::completion)
                    .filter(completion -> completion.hasAnswer() && !completion.hasCacheHit() && completion.hasUsage())
                    .forEach(answers::add);
        }
        return answers;
    }
}
