package dev.assay.kit.security;

import java.util.Optional;
import java.util.Set;

/** Which role a gRPC method asks for. */
final class RequiredRole {

    /** Services whose resources only administrators change. */
    private static final Set<String> ADMINISTERED =
            Set.of("assay.runner.v1.ModelService", "assay.runner.v1.PriceService");

    private RequiredRole() {}

    /** The role for a method given by its full name, {@code package.Service/Method}; empty when anybody may call it. */
    static Optional<Role> of(String fullMethodName) {
        int slash = fullMethodName.indexOf('/');
        String service = fullMethodName.substring(0, Math.max(slash, 0));
        String method = fullMethodName.substring(slash + 1);
        if (service.equals("grpc.health.v1.Health")) {
            return Optional.empty();
        }
        if (reads(method) || service.startsWith("grpc.reflection.")) {
            return Optional.of(Role.VIEWER);
        }
        return Optional.of(ADMINISTERED.contains(service) ? Role.ADMINISTRATOR : Role.EDITOR);
    }

    private static boolean reads(String method) {
        for (String verb : new String[] {"Get", "List", "Watch", "Stream", "Check", "Compute", "Render", "Estimate"}) {
            if (method.startsWith(verb)) {
                return true;
            }
        }
        return false;
    }
}
