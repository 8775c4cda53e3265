/** How gRPC methods run as blocking code on virtual threads with flow control. It may touch error and trace. A method's body enters, messages and statuses leave. */
@NullMarked
package dev.assay.kit.call;

import org.jspecify.annotations.NullMarked;
