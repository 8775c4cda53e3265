package dev.assay.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The configuration for native images names every class and constructor that ONNX Runtime's native code looks up (P3). The names are read from
 * the library itself, so that a new version cannot ask for one more unseen.
 */
class NativeImageTest {

    private static final String FOLDER = "/META-INF/native-image/dev.assay/assay-embedding/";
    private static final String LIBRARY = "/ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";
    private static final Pattern CLASS = Pattern.compile("(?<=\0)(ai/onnxruntime|java/lang)/[A-Za-z/$]+(?=\0)");
    private static final Pattern CONSTRUCTOR = Pattern.compile("(?<=\0)\\((\\[*([ZBCSIJFD]|L[A-Za-z/$]+;))*\\)V(?=\0)");

    @Test
    void everyClassThatNativeCodeLooksUpIsNamed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode entry : config("jni-config.json")) {
            names.add(entry.path("name").asText().replace('.', '/'));
        }
        Set<String> lookedUp = found(CLASS);
        assertThat(lookedUp).hasSizeGreaterThan(5);
        assertThat(names).containsAll(lookedUp);
    }

    @Test
    void everyConstructorThatNativeCodeCallsIsNamed() throws Exception {
        Set<String> signatures = new TreeSet<>();
        for (JsonNode entry : config("jni-config.json")) {
            for (JsonNode method : entry.path("methods")) {
                StringBuilder signature = new StringBuilder("(");
                for (JsonNode parameter : method.path("parameterTypes")) {
                    signature.append(descriptor(parameter.asText()));
                }
                signatures.add(signature.append(")V").toString());
            }
        }
        Set<String> called = found(CONSTRUCTOR);
        assertThat(called).hasSizeGreaterThan(5);
        assertThat(signatures).containsAll(called);
    }

    @Test
    void whatIsNamedIsThere() throws Exception {
        for (JsonNode entry : config("jni-config.json")) {
            Class<?> type = type(entry.path("name").asText());
            for (JsonNode method : entry.path("methods")) {
                Class<?>[] parameters =
                        new Class<?>[method.path("parameterTypes").size()];
                for (int i = 0; i < parameters.length; i++) {
                    parameters[i] = type(method.path("parameterTypes").get(i).asText());
                }
                assertThat(type.getDeclaredConstructor(parameters)).isNotNull();
            }
        }
        Set<String> resources =
                Set.of(MiniLm.WEIGHTS, MiniLm.TOKENIZER, "/dev/assay/embedding/bert-characters.txt", LIBRARY);
        for (String resource : resources) {
            boolean named = false;
            for (JsonNode entry :
                    config("resource-config.json").path("resources").path("includes")) {
                String pattern = entry.path("pattern").asText().replaceAll("-(x64|aarch64)/", "-x64/");
                named |= Pattern.matches(pattern, resource.substring(1));
            }
            assertThat(named).as(resource).isTrue();
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return switch (name) {
            case "int" -> int.class;
            case "long" -> long.class;
            case "long[]" -> long[].class;
            default ->
                name.endsWith("[]")
                        ? Class.forName(name.substring(0, name.length() - 2)).arrayType()
                        : Class.forName(name);
        };
    }

    private static String descriptor(String name) throws ClassNotFoundException {
        return type(name).descriptorString();
    }

    private static JsonNode config(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(NativeImageTest.class.getResourceAsStream(FOLDER + file))) {
            return JsonMapper.builder().build().readTree(in);
        }
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        try (InputStream in = Objects.requireNonNull(NativeImageTest.class.getResourceAsStream(LIBRARY))) {
            String library = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return new TreeSet<>(
                    pattern.matcher(library).results().map(MatchResult::group).toList());
        }
    }
}
