package org.slimgraph.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SlimgraphExceptionTest {
  @Test
  void number_everyCode_isTheOneOfTf() {
    assertEquals(16, ErrorCode.values().length);
    assertEquals(1, ErrorCode.CANCELLED.number());
    assertEquals(3, ErrorCode.INVALID_ARGUMENT.number());
    assertEquals(5, ErrorCode.NOT_FOUND.number());
    assertEquals(9, ErrorCode.FAILED_PRECONDITION.number());
    assertEquals(11, ErrorCode.OUT_OF_RANGE.number());
    assertEquals(15, ErrorCode.DATA_LOSS.number());
    assertEquals(16, ErrorCode.UNAUTHENTICATED.number());
  }

  @Test
  void of_everyCode_keepsItAndPicksTheClass() {
    for (ErrorCode code : ErrorCode.values()) {
      assertEquals(code, SlimgraphException.of(code, "m").code());
    }
    assertInstanceOf(InvalidArgumentException.class, SlimgraphException.invalidArgument("m"));
    assertInstanceOf(FailedPreconditionException.class, SlimgraphException.failedPrecondition("m"));
    assertInstanceOf(OutOfRangeException.class, SlimgraphException.outOfRange("m"));
    assertSame(SlimgraphException.class, SlimgraphException.notFound("m").getClass());
  }

  @Test
  void namedFactories_eachHasItsCode() {
    assertEquals(ErrorCode.NOT_FOUND, SlimgraphException.notFound("m").code());
    assertEquals(ErrorCode.ALREADY_EXISTS, SlimgraphException.alreadyExists("m").code());
    assertEquals(ErrorCode.UNIMPLEMENTED, SlimgraphException.unimplemented("m").code());
    assertEquals(ErrorCode.RESOURCE_EXHAUSTED, SlimgraphException.resourceExhausted("m").code());
    assertEquals(ErrorCode.DATA_LOSS, SlimgraphException.dataLoss("m").code());
    assertEquals(ErrorCode.ABORTED, SlimgraphException.aborted("m").code());
    assertEquals(ErrorCode.CANCELLED, SlimgraphException.cancelled("m").code());
    assertEquals(ErrorCode.INTERNAL, SlimgraphException.internal("m").code());
    assertEquals(ErrorCode.DEADLINE_EXCEEDED, SlimgraphException.deadlineExceeded("m").code());
  }

  @Test
  void plainMessage_withPercent_isNotFormatted() {
    assertEquals("100% %d", SlimgraphException.internal("100% %d").getMessage());
  }

  @Test
  void formattedMessage_inAnotherLocale_isTheSame() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("1.50", SlimgraphException.aborted("%.2f", 1.5).getMessage());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void withContext_addsLines_keepsClassCauseAndTrace() {
    Throwable cause = new IllegalStateException("deep");
    SlimgraphException first = SlimgraphException.of(ErrorCode.OUT_OF_RANGE, "end", cause);

    SlimgraphException second = first.withContext("in a.pb");

    assertInstanceOf(OutOfRangeException.class, second);
    assertEquals("end\nin a.pb", second.getMessage());
    assertSame(cause, second.getCause());
    assertEquals(first.getStackTrace()[0], second.getStackTrace()[0]);
  }

  @Test
  void toString_showsTheCode() {
    assertEquals("NOT_FOUND: no x", SlimgraphException.notFound("no %s", "x").toString());
  }
}
