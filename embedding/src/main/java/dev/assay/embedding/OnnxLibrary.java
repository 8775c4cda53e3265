package dev.assay.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * ONNX Runtime's native libraries, loaded once a process. They are unpacked to a temporary folder that is gone again as soon as they are loaded; left
 * to itself, ONNX Runtime leaves a folder behind for each process, and the libraries too for each that was killed.
 */
final class OnnxLibrary {

    /** The folder that ONNX Runtime loads from; whoever has set it brings libraries of their own. */
    private static final String FOLDER = "onnxruntime.native.path";

    /** Beginning of the temporary folder's name; the process id follows. */
    static final String FOLDER_NAME = "assay-onnxruntime-";

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private static final ReentrantLock LOADING = new ReentrantLock();
    private static boolean loaded;

    private OnnxLibrary() {}

    /**
     * The environment of this process.
     *
     * @throws IOException when there are no libraries for this machine, or they cannot be unpacked
     */
    static OrtEnvironment environment() throws IOException {
        LOADING.lock();
        try {
            if (!loaded && System.getProperty(FOLDER) == null) {
                unpackAndLoad();
            }
            OrtEnvironment environment = load();
            loaded = true;
            return environment;
        } finally {
            LOADING.unlock();
        }
    }

    private static OrtEnvironment load() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "assay");
    }

    private static void unpackAndLoad() throws IOException {
        Path folder =
                Files.createTempDirectory(FOLDER_NAME + ProcessHandle.current().pid() + "-");
        List<Path> files = new ArrayList<>();
        try {
            for (String library : LIBRARIES) {
                String name = System.mapLibraryName(library);
                String resource = "/ai/onnxruntime/native/" + platform() + "/" + name;
                try (InputStream in = OnnxLibrary.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        throw new IOException("ONNX Runtime has no library for " + platform());
                    }
                    Path file = folder.resolve(name);
                    files.add(file);
                    Files.copy(in, file);
                }
            }
            System.setProperty(FOLDER, folder.toString());
            load();
        } finally {
            System.clearProperty(FOLDER);
            files.add(folder);
            files.forEach(OnnxLibrary::delete);
        }
    }

    /** As ONNX Runtime names its folders. */
    static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return os + "-" + (machine.equals("amd64") || machine.equals("x86_64") ? "x64" : machine);
    }

    /** A library that is loaded can be deleted where we run; where it cannot, it goes with the process. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
