#!/bin/sh
# Finds a JDK that can build and run Assay. Prints its folder, or says on stderr what to install and returns 1.
# Run it, or source it for its functions. It starts no JVM: a JDK tells its version in a file.

assay_java_minimum=25

# The major version of the JDK in that folder, or 0 when there is none.
assay_java_major() {
    if [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ]; then
        while IFS='=' read -r name value; do
            if [ "$name" = JAVA_VERSION ]; then
                value=${value#\"}
                value=${value%%[!0-9]*}
                echo "${value:-0}"
                return
            fi
        done < "$1/release"
    fi
    echo 0
}

# Follows a path through all its symbolic links.
assay_follow() {
    followed=$1
    while [ -h "$followed" ]; do
        link=$(readlink "$followed")
        case $link in
            /*) followed=$link ;;
            *) followed=${followed%/*}/$link ;;
        esac
    done
    echo "$followed"
}

assay_java_home() {
    if [ -n "${ASSAY_JAVA_HOME:-}" ]; then
        if [ "$(assay_java_major "$ASSAY_JAVA_HOME")" -ge "$assay_java_minimum" ]; then
            echo "$ASSAY_JAVA_HOME"
            return 0
        fi
        echo "ASSAY_JAVA_HOME is $ASSAY_JAVA_HOME, and there is no JDK $assay_java_minimum or newer in it." >&2
        return 1
    fi
    if [ -n "${JAVA_HOME:-}" ] && [ "$(assay_java_major "$JAVA_HOME")" -ge "$assay_java_minimum" ]; then
        echo "$JAVA_HOME"
        return 0
    fi
    compiler=$(command -v javac 2>/dev/null || true)
    if [ -n "$compiler" ]; then
        compiler=$(assay_follow "$compiler")
        home=${compiler%/bin/javac}
        if [ "$(assay_java_major "$home")" -ge "$assay_java_minimum" ]; then
            echo "$home"
            return 0
        fi
    fi
    best=
    best_major=0
    for home in /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ -x "$home/bin/javac" ] || continue
        major=$(assay_java_major "$home")
        if [ "$major" -gt "$best_major" ]; then
            best=$home
            best_major=$major
        fi
    done
    if [ "$best_major" -ge "$assay_java_minimum" ]; then
        echo "$best"
        return 0
    fi
    {
        echo "Assay needs a JDK $assay_java_minimum or newer (with javac), and none was found."
        if [ "$best_major" -gt 0 ]; then
            echo "The newest one here is a JDK $best_major in $best."
        fi
        echo "Install one, for example Eclipse Temurin from https://adoptium.net, with 'sdk install java 25-tem' or from"
        echo "your distribution, then try again. Or name its folder: export ASSAY_JAVA_HOME=/path/to/jdk-$assay_java_minimum"
    } >&2
    return 1
}

# Whether the account's own home folder, where a JVM would put its files, is none that this user can write: so in containers that run under
# any user id. HOME is to be used then.
assay_homeless() {
    [ -n "${HOME:-}" ] && [ -w "$HOME" ] || return 1
    account=$(getent passwd "$(id -u)" 2>/dev/null || echo "::::::")
    account=${account%:*}
    [ ! -w "${account##*:}" ]
}

# Whether that folder can be built in. The generator of gRPC code passes paths to its compiler in a way that breaks at a space.
assay_buildable() {
    case $1 in
        *[[:space:]]*)
            echo "Assay cannot be built in a folder with a space in its path: $1" >&2
            echo "Move it to another place, and try again." >&2
            return 1
            ;;
    esac
}

case $0 in
    */java-home.sh) assay_java_home ;;
esac
