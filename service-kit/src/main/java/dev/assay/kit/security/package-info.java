/** Who calls and what they may do. It may touch error. Headers and the tokens file enter, a caller or a refusal leaves. */
@NullMarked
package dev.assay.kit.security;

import org.jspecify.annotations.NullMarked;
