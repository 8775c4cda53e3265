/** Tests of what calls have in common. */
@NullMarked
package dev.assay.runner.model.chat;

import org.jspecify.annotations.NullMarked;
