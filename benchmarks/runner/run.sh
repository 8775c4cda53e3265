#!/bin/bash
# Assay as a peer of a harness that measures tools which call models in bulk: the harness sets BASE_URL, MODEL, DATA, CONC, RPM, TRIES,
# WORK, PERF_LAB and RESUME, calls this, and charges what is in $WORK/pids; $WORK/kill is what it kills.
#   run.sh setup      builds the project, starts PostgreSQL, dataset-service and OURS_RUNNERS runners (1), lets them make
#                     15,000 calls to a model of its own (unless OURS_WARM=0), and leaves them running
#   run.sh            the measured run          run.sh result     counts the stored completions, unmeasured
#   run.sh stop       stops what setup started  run.sh version
# OURS_JAVA: options of the services' JVMs.
set -eu
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
export OURS_FOLDER=${OURS_FOLDER:-${PERF_LAB:-$root/benchmarks/target}/ours}
classpath=$root/benchmarks/target/runner-classpath
. "$root/bin/java-home.sh"
java=$(assay_java_home)/bin/java
mkdir -p "$OURS_FOLDER"
# The client keeps what it has loaded, so that it starts as fast as a native one.
peer() {
    "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$OURS_FOLDER/client.jsa" \
        -Xlog:cds=off -Xlog:cds+dynamic=off --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        "-Dassay.root=$root" -cp "$(echo "$root"/benchmarks/target/assay-benchmarks-*.jar):$(cat "$classpath")" dev.assay.benchmarks.runner.RunnerPeer "$@"
}
case ${1:-} in
    version) git -C "$root" rev-parse --short HEAD; exit ;;
    setup)
        (cd "$root" && JAVA_HOME=$(assay_java_home) ./mvnw -q -Dquick -Dmaven.test.skip=true -pl dataset-service,runner-service,benchmarks -am package \
            dependency:build-classpath -Dmdep.outputFile=target/runner-classpath)
        peer start "${OURS_RUNNERS:-1}"
        [ "${OURS_WARM:-1}" = 0 ] || WORK=$OURS_FOLDER peer warm >"$OURS_FOLDER/warm.log"
        exit ;;
    stop) peer stop; exit ;;
    result) peer result; exit ;;
esac
if [ "${RESUME:-0}" = 1 ]; then peer resume; else peer run; fi
