package dev.assay.it;

import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import dev.assay.testing.model.Script;

/** Lets so many requests be answered and holds all others, so that what a test does happens in the middle, however slow the machine is. */
final class Gate implements Script {

    private final Script answers;
    private long open;
    private long answered;

    Gate(Script answers) {
        this.answers = answers;
    }

    /** Answers that many requests in all before it closes. */
    synchronized void open(long requests) {
        open = requests;
        notifyAll();
    }

    @Override
    public Reply reply(ModelRequest request) {
        synchronized (this) {
            while (answered >= open) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Reply.reset();
                }
            }
            answered++;
        }
        return answers.reply(request);
    }
}
