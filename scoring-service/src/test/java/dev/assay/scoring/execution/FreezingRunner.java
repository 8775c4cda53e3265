package dev.assay.scoring.execution;

import dev.assay.runner.v1.RunEstimate;
import dev.assay.scoring.evaluation.RunState;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.scorer.Completion;
import dev.assay.suite.Prompt;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A runner whose user stops in the middle, as a process does at SIGSTOP, and goes on much later. */
final class FreezingRunner implements Runner {

    private final Runner runner;
    private final int batches;
    private final CountDownLatch thawed;
    private final AtomicInteger seen = new AtomicInteger();
    private volatile boolean frozen;

    FreezingRunner(Runner runner, int batches, CountDownLatch thawed) {
        this.runner = runner;
        this.batches = batches;
        this.thawed = thawed;
    }

    boolean isFrozen() {
        return frozen;
    }

    @Override
    public void followCompletions(String run, String cursor, Receiver receiver) {
        runner.followCompletions(run, cursor, batch -> {
            if (seen.incrementAndGet() > batches) {
                frozen = true;
                try {
                    thawed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return receiver.receive(batch);
        });
    }

    @Override
    public RunEstimate estimateRun(RunOrder order) {
        return runner.estimateRun(order);
    }

    @Override
    public void requireModel(String model) {
        runner.requireModel(model);
    }

    @Override
    public String createPromptTemplate(String project, Prompt prompt) {
        return runner.createPromptTemplate(project, prompt);
    }

    @Override
    public RunState createRun(RunOrder order) {
        return runner.createRun(order);
    }

    @Override
    public RunState run(String name) {
        return runner.run(name);
    }

    @Override
    public void cancelRun(String name) {
        runner.cancelRun(name);
    }

    @Override
    public void deleteRun(String name) {
        runner.deleteRun(name);
    }

    @Override
    public Optional<Completion> completion(String run, String example, int sample) {
        return runner.completion(run, example, sample);
    }
}
