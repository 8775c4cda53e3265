/** Names of resources, pages of lists, and idempotency keys of creates. It touches only the room error. Texts that callers sent enter, checked values leave. */
@NullMarked
package dev.assay.kit.name;

import org.jspecify.annotations.NullMarked;
