package dev.assay.testing.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Says how the server replies to each request; called on many threads at once. */
@FunctionalInterface
public interface Script {
    /** The reply to that request. */
    Reply reply(ModelRequest request);

    /** Answers with the prompt. */
    static Script echo() {
        return answer(prompt -> prompt);
    }

    /** Answers with a function of the prompt. */
    static Script answer(Function<String, String> function) {
        return request -> Reply.text(function.apply(request.prompt()));
    }

    /** Answers by the prompt, and refuses a prompt that is not in the table with a 400 that names it. */
    static Script table(Map<String, String> answers) {
        Map<String, String> copy = Map.copyOf(answers);
        return request -> {
            String answer = copy.get(request.prompt());
            return answer == null
                    ? ApiErrors.invalidRequest("the table has no answer for: " + request.prompt())
                    : Reply.text(answer);
        };
    }

    /** Replies to the n-th attempt of each prompt with the n-th reply, and to all later ones with the last. */
    static Script attempts(Reply... replies) {
        List<Reply> copy = List.of(replies);
        return request -> copy.get(Math.min(request.attempt(), copy.size()) - 1);
    }

    /** Replies like this to the first {@code count} attempts of each prompt, and then as the other script. */
    static Script failing(int count, Reply reply, Script then) {
        return request -> request.attempt() <= count ? reply : then.reply(request);
    }
}
