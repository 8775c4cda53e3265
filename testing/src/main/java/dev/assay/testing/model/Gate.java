package dev.assay.testing.model;

/** Lets so many requests be answered and holds all others, so that what a test does happens in the middle, however slow the machine is. */
public final class Gate implements Script {

    private final Script answers;
    private long open;
    private long answered;

    /**
     * Holds all requests.
     *
     * @param answers what those get that are let through
     */
    public Gate(Script answers) {
        this.answers = answers;
    }

    /** Answers that many requests in all before it closes. */
    public synchronized void open(long requests) {
        open = requests;
        notifyAll();
    }

    /** Answers one more, unless that would be more than {@code most} in all. */
    public synchronized void openOne(long most) {
        open(Math.max(open, Math.min(open + 1, most)));
    }

    /** Answers all. */
    public void open() {
        open(Long.MAX_VALUE);
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
