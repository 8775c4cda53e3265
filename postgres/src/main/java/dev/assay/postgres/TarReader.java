package dev.assay.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Unpacks a tar archive (ustar, with GNU long names) of folders, files and symbolic links; anything else in it is an error. */
final class TarReader {
    private static final int BLOCK = 512;

    private TarReader() {}

    /** Writes every entry below {@code folder}; an entry that would land outside of it is an error. The stream is left open. */
    static void unpack(InputStream tar, Path folder) throws IOException {
        String longName = "";
        while (true) {
            byte[] header = tar.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return;
            }
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            if (type == 'L') {
                longName = text(readContent(tar, size), 0, (int) size);
                continue;
            }
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            Path target = inside(folder, name);
            switch (type) {
                case '5' -> Files.createDirectories(target);
                case '2' -> {
                    Path link = Path.of(text(header, 157, 100));
                    inside(
                            folder,
                            folder.relativize(target.resolveSibling(link).normalize())
                                    .toString());
                    Files.createDirectories(parent(target));
                    Files.createSymbolicLink(target, link);
                }
                case '0', '\0' -> {
                    Files.createDirectories(parent(target));
                    writeFile(tar, target, size);
                    Files.setPosixFilePermissions(target, permissions((int) octal(header, 100, 8)));
                }
                default -> throw new IOException("tar entry " + name + " is of the unexpected type '" + type + "'");
            }
        }
    }

    private static void writeFile(InputStream tar, Path target, long size) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int read = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("tar ends inside of " + target.getFileName());
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        tar.skipNBytes(padding(size));
    }

    private static byte[] readContent(InputStream tar, long size) throws IOException {
        byte[] content = tar.readNBytes(Math.toIntExact(size));
        tar.skipNBytes(padding(size));
        return content;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static String name(byte[] header) {
        boolean ustar = text(header, 257, 6).startsWith("ustar") && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder.normalize())) {
            throw new IOException("tar entry " + name + " points out of its folder");
        }
        return target;
    }

    private static Path parent(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException("tar entry " + target + " has no folder");
        }
        return parent;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("tar header holds '" + digits + "' where an octal number belongs", e);
        }
    }

    /** The owner's and everybody's bits of the mode, without any that lets others write. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }
}
