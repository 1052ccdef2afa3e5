/**
 * The SIMD twins of loops in {@code org.slimgraph.cpu}, written with the Vector API.
 *
 * <p>The only package that may import {@code jdk.incubator.vector}. It is compiled apart and loaded
 * by reflection when the module is present, so nothing outside may name its classes. Start reading
 * at {@link org.slimgraph.cpu.simd.SimdLoops}.
 *
 * <p>Rules that keep the compiler of JDK 17 from boxing vectors: methods are called only on vectors
 * whose species the same method shows (made from an array or a broadcast there), accumulators are
 * stored through such a vector; one species for the whole process; one loop around accumulators;
 * each accumulator is a local variable of its own; no lambdas. Lanes are never reduced by {@code
 * reduceLanes}, whose order of additions is not fixed.
 */
@NullMarked
package org.slimgraph.cpu.simd;

import org.jspecify.annotations.NullMarked;
