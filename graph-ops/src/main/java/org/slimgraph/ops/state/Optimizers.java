package org.slimgraph.ops.state;

import static org.slimgraph.ops.state.OptimizerRow.of;

import com.google.common.collect.ImmutableList;
import java.util.stream.Stream;
import org.slimgraph.ops.OpSpec;

/**
 * The ops that optimizers end in: they apply a gradient to a variable and its slots. TF:
 * tf.train.*Optimizer.
 *
 * <p>One table: the functions, each by reference and by handle, with dense gradients and with rows
 * of gradients.
 */
final class Optimizers {
  static final ImmutableList<OpSpec> SPECS =
      Stream.of(
              of(
                      "ApplyGradientDescent",
                      "var",
                      "alpha delta",
                      "",
                      OptimizerFormulas::gradientDescent)
                  .fast(OptimizerFastPaths::gradientDescent, flag -> true),
              of(
                      "ResourceApplyGradientDescent",
                      "var",
                      "alpha delta",
                      "",
                      OptimizerFormulas::gradientDescent)
                  .fast(OptimizerFastPaths::gradientDescent, flag -> true),
              of(
                  "ApplyProximalGradientDescent",
                  "var",
                  "alpha l1 l2 delta",
                  "",
                  OptimizerFormulas::proximalGradientDescent),
              of(
                  "ResourceApplyProximalGradientDescent",
                  "var",
                  "alpha l1 l2 delta",
                  "",
                  OptimizerFormulas::proximalGradientDescent),
              of(
                  "SparseApplyProximalGradientDescent",
                  "var",
                  "alpha l1 l2 grad indices",
                  "",
                  OptimizerFormulas::proximalGradientDescent),
              of(
                  "ResourceSparseApplyProximalGradientDescent",
                  "var",
                  "alpha l1 l2 grad indices",
                  "",
                  OptimizerFormulas::proximalGradientDescent),
              of(
                      "ApplyMomentum",
                      "var accum",
                      "lr grad momentum",
                      "use_nesterov: bool = false",
                      OptimizerFormulas::momentum)
                  .fast(OptimizerFastPaths::momentum, flag -> true),
              of(
                      "ResourceApplyMomentum",
                      "var accum",
                      "lr grad momentum",
                      "use_nesterov: bool = false",
                      OptimizerFormulas::momentum)
                  .fast(OptimizerFastPaths::momentum, flag -> true),
              of(
                  "SparseApplyMomentum",
                  "var accum",
                  "lr grad indices momentum",
                  "use_nesterov: bool = false",
                  OptimizerFormulas::momentum),
              of(
                  "ResourceSparseApplyMomentum",
                  "var accum",
                  "lr grad indices momentum",
                  "use_nesterov: bool = false",
                  OptimizerFormulas::momentum),
              of(
                  "ResourceApplyKerasMomentum",
                  "var accum",
                  "lr grad momentum",
                  "use_nesterov: bool = false",
                  OptimizerFormulas::kerasMomentum),
              of(
                  "ResourceSparseApplyKerasMomentum",
                  "var accum",
                  "lr grad indices momentum",
                  "use_nesterov: bool = false",
                  OptimizerFormulas::kerasMomentum),
              of(
                      "ApplyAdagrad",
                      "var accum",
                      "lr grad",
                      "update_slots: bool = true",
                      OptimizerFormulas::adagrad)
                  .fast(OptimizerFastPaths::adagrad, updateSlots -> updateSlots),
              of(
                      "ResourceApplyAdagrad",
                      "var accum",
                      "lr grad",
                      "update_slots: bool = true",
                      OptimizerFormulas::adagrad)
                  .fast(OptimizerFastPaths::adagrad, updateSlots -> updateSlots),
              of(
                  "SparseApplyAdagrad",
                  "var accum",
                  "lr grad indices",
                  "update_slots: bool = true",
                  OptimizerFormulas::adagrad),
              of(
                  "ResourceSparseApplyAdagrad",
                  "var accum",
                  "lr grad indices",
                  "update_slots: bool = true",
                  OptimizerFormulas::adagrad),
              of(
                  "ApplyAdagradV2",
                  "var accum",
                  "lr epsilon grad",
                  "update_slots: bool = true",
                  OptimizerFormulas::adagradV2),
              of(
                  "ResourceApplyAdagradV2",
                  "var accum",
                  "lr epsilon grad",
                  "update_slots: bool = true",
                  OptimizerFormulas::adagradV2),
              of(
                  "SparseApplyAdagradV2",
                  "var accum",
                  "lr epsilon grad indices",
                  "update_slots: bool = true",
                  OptimizerFormulas::adagradV2),
              of(
                  "ResourceSparseApplyAdagradV2",
                  "var accum",
                  "lr epsilon grad indices",
                  "update_slots: bool = true",
                  OptimizerFormulas::adagradV2),
              of(
                  "ApplyProximalAdagrad",
                  "var accum",
                  "lr l1 l2 grad",
                  "",
                  OptimizerFormulas::proximalAdagrad),
              of(
                  "ResourceApplyProximalAdagrad",
                  "var accum",
                  "lr l1 l2 grad",
                  "",
                  OptimizerFormulas::proximalAdagrad),
              of(
                  "SparseApplyProximalAdagrad",
                  "var accum",
                  "lr l1 l2 grad indices",
                  "",
                  OptimizerFormulas::proximalAdagrad),
              of(
                  "ResourceSparseApplyProximalAdagrad",
                  "var accum",
                  "lr l1 l2 grad indices",
                  "",
                  OptimizerFormulas::proximalAdagrad),
              of(
                  "ApplyAdagradDA",
                  "var gradient_accumulator gradient_squared_accumulator",
                  "grad lr l1 l2 global_step",
                  "",
                  OptimizerFormulas::adagradDa),
              of(
                  "ResourceApplyAdagradDA",
                  "var gradient_accumulator gradient_squared_accumulator",
                  "grad lr l1 l2 global_step",
                  "",
                  OptimizerFormulas::adagradDa),
              of(
                  "SparseApplyAdagradDA",
                  "var gradient_accumulator gradient_squared_accumulator",
                  "grad indices lr l1 l2 global_step",
                  "",
                  OptimizerFormulas::adagradDa),
              of(
                  "ResourceSparseApplyAdagradDA",
                  "var gradient_accumulator gradient_squared_accumulator",
                  "grad indices lr l1 l2 global_step",
                  "",
                  OptimizerFormulas::adagradDa),
              of(
                  "ApplyAdadelta",
                  "var accum accum_update",
                  "lr rho epsilon grad",
                  "",
                  OptimizerFormulas::adadelta),
              of(
                  "ResourceApplyAdadelta",
                  "var accum accum_update",
                  "lr rho epsilon grad",
                  "",
                  OptimizerFormulas::adadelta),
              of(
                  "SparseApplyAdadelta",
                  "var accum accum_update",
                  "lr rho epsilon grad indices",
                  "",
                  OptimizerFormulas::adadelta),
              of(
                  "ResourceSparseApplyAdadelta",
                  "var accum accum_update",
                  "lr rho epsilon grad indices",
                  "",
                  OptimizerFormulas::adadelta),
              of(
                  "ApplyFtrl",
                  "var accum linear",
                  "grad lr l1 l2 lr_power",
                  "",
                  OptimizerFormulas::ftrl),
              of(
                  "ResourceApplyFtrl",
                  "var accum linear",
                  "grad lr l1 l2 lr_power",
                  "",
                  OptimizerFormulas::ftrl),
              of(
                  "SparseApplyFtrl",
                  "var accum linear",
                  "grad indices lr l1 l2 lr_power",
                  "",
                  OptimizerFormulas::ftrl),
              of(
                  "ResourceSparseApplyFtrl",
                  "var accum linear",
                  "grad indices lr l1 l2 lr_power",
                  "",
                  OptimizerFormulas::ftrl),
              of(
                  "ApplyFtrlV2",
                  "var accum linear",
                  "grad lr l1 l2 l2_shrinkage lr_power",
                  "",
                  OptimizerFormulas::ftrlV2),
              of(
                  "ResourceApplyFtrlV2",
                  "var accum linear",
                  "grad lr l1 l2 l2_shrinkage lr_power",
                  "",
                  OptimizerFormulas::ftrlV2),
              of(
                  "SparseApplyFtrlV2",
                  "var accum linear",
                  "grad indices lr l1 l2 l2_shrinkage lr_power",
                  "",
                  OptimizerFormulas::ftrlV2),
              of(
                  "ResourceSparseApplyFtrlV2",
                  "var accum linear",
                  "grad indices lr l1 l2 l2_shrinkage lr_power",
                  "",
                  OptimizerFormulas::ftrlV2),
              of(
                      "ApplyAdam",
                      "var m v",
                      "beta1_power beta2_power lr beta1 beta2 epsilon grad",
                      "use_nesterov: bool = false",
                      OptimizerFormulas::adam)
                  .fast(OptimizerFastPaths::adam, nesterov -> !nesterov),
              of(
                      "ResourceApplyAdam",
                      "var m v",
                      "beta1_power beta2_power lr beta1 beta2 epsilon grad",
                      "use_nesterov: bool = false",
                      OptimizerFormulas::adam)
                  .fast(OptimizerFastPaths::adam, nesterov -> !nesterov),
              of(
                  "ResourceApplyAdamWithAmsgrad",
                  "var m v vhat",
                  "beta1_power beta2_power lr beta1 beta2 epsilon grad",
                  "",
                  OptimizerFormulas::amsgrad),
              of(
                  "ApplyAdaMax",
                  "var m v",
                  "beta1_power lr beta1 beta2 epsilon grad",
                  "",
                  OptimizerFormulas::adaMax),
              of(
                  "ResourceApplyAdaMax",
                  "var m v",
                  "beta1_power lr beta1 beta2 epsilon grad",
                  "",
                  OptimizerFormulas::adaMax),
              of(
                      "ApplyRMSProp",
                      "var ms mom",
                      "lr rho momentum epsilon grad",
                      "",
                      OptimizerFormulas::rmsProp)
                  .fast(OptimizerFastPaths::rmsProp, flag -> true),
              of(
                      "ResourceApplyRMSProp",
                      "var ms mom",
                      "lr rho momentum epsilon grad",
                      "",
                      OptimizerFormulas::rmsProp)
                  .fast(OptimizerFastPaths::rmsProp, flag -> true),
              of(
                  "SparseApplyRMSProp",
                  "var ms mom",
                  "lr rho momentum epsilon grad indices",
                  "",
                  OptimizerFormulas::rmsProp),
              of(
                  "ResourceSparseApplyRMSProp",
                  "var ms mom",
                  "lr rho momentum epsilon grad indices",
                  "",
                  OptimizerFormulas::rmsProp),
              of(
                  "ApplyCenteredRMSProp",
                  "var mg ms mom",
                  "lr rho momentum epsilon grad",
                  "",
                  OptimizerFormulas::centeredRmsProp),
              of(
                  "ResourceApplyCenteredRMSProp",
                  "var mg ms mom",
                  "lr rho momentum epsilon grad",
                  "",
                  OptimizerFormulas::centeredRmsProp),
              of(
                  "SparseApplyCenteredRMSProp",
                  "var mg ms mom",
                  "lr rho momentum epsilon grad indices",
                  "",
                  OptimizerFormulas::centeredRmsProp),
              of(
                  "ResourceSparseApplyCenteredRMSProp",
                  "var mg ms mom",
                  "lr rho momentum epsilon grad indices",
                  "",
                  OptimizerFormulas::centeredRmsProp),
              of(
                  "ApplyAddSign",
                  "var m",
                  "lr alpha sign_decay beta grad",
                  "",
                  OptimizerFormulas::addSign),
              of(
                  "ResourceApplyAddSign",
                  "var m",
                  "lr alpha sign_decay beta grad",
                  "",
                  OptimizerFormulas::addSign),
              of(
                  "ApplyPowerSign",
                  "var m",
                  "lr logbase sign_decay beta grad",
                  "",
                  OptimizerFormulas::powerSign),
              of(
                  "ResourceApplyPowerSign",
                  "var m",
                  "lr logbase sign_decay beta grad",
                  "",
                  OptimizerFormulas::powerSign))
          .map(OptimizerRow::spec)
          .collect(ImmutableList.toImmutableList());

  private Optimizers() {}
}
