package org.slimgraph.examples.nets;

import java.util.Locale;
import java.util.function.Consumer;
import org.slimgraph.graph.Output;
import org.slimgraph.slim.ArgScope;
import org.slimgraph.slim.OpenArgScope;
import org.slimgraph.slim.Slim;

/** The nets by name, each with its image size, its arg scope and its body. */
public enum Nets {
  /** {@link LeNet}. */
  LENET(28, 1, 10, 0.5, LeNet::argScope, LeNet::build),
  /** {@link CifarNet}. */
  CIFARNET(32, 3, 10, 0.5, CifarNet::argScope, CifarNet::build),
  /** {@link AlexNet}. */
  ALEXNET_V2(224, 3, 1000, 0.5, AlexNet::argScope, AlexNet::build),
  /** {@link Vgg} of 11 layers. */
  VGG_A(224, 3, 1000, 0.5, Vgg::argScope, (s, x, o) -> Vgg.build(s, x, o, "vgg_a", 1, 1, 2, 2, 2)),
  /** {@link Vgg} of 16 layers. */
  VGG_16(
      224, 3, 1000, 0.5, Vgg::argScope, (s, x, o) -> Vgg.build(s, x, o, "vgg_16", 2, 2, 3, 3, 3)),
  /** {@link Vgg} of 19 layers. */
  VGG_19(
      224, 3, 1000, 0.5, Vgg::argScope, (s, x, o) -> Vgg.build(s, x, o, "vgg_19", 2, 2, 4, 4, 4)),
  /** {@link ResNet} v1 of 50 layers. */
  RESNET_V1_50(224, 3, 1000, 1, ResNet::argScope, (s, x, o) -> ResNet.v1(s, x, o, 50)),
  /** {@link ResNet} v1 of 101 layers. */
  RESNET_V1_101(224, 3, 1000, 1, ResNet::argScope, (s, x, o) -> ResNet.v1(s, x, o, 101)),
  /** {@link ResNet} v1 of 152 layers. */
  RESNET_V1_152(224, 3, 1000, 1, ResNet::argScope, (s, x, o) -> ResNet.v1(s, x, o, 152)),
  /** {@link ResNet} v2 of 50 layers. */
  RESNET_V2_50(224, 3, 1000, 1, ResNet::argScope, (s, x, o) -> ResNet.v2(s, x, o, 50)),
  /** {@link ResNet} v2 of 101 layers. */
  RESNET_V2_101(224, 3, 1000, 1, ResNet::argScope, (s, x, o) -> ResNet.v2(s, x, o, 101)),
  /** {@link ResNet} v2 of 152 layers. */
  RESNET_V2_152(224, 3, 1000, 1, ResNet::argScope, (s, x, o) -> ResNet.v2(s, x, o, 152)),
  /** {@link InceptionV1}. */
  INCEPTION_V1(224, 3, 1000, 0.8, InceptionBlocks::argScope, InceptionV1::build),
  /** {@link InceptionV3}. */
  INCEPTION_V3(299, 3, 1000, 0.8, InceptionBlocks::argScope, InceptionV3::build),
  /** {@link MobileNetV1}. */
  MOBILENET_V1(224, 3, 1001, 0.999, MobileNetV1::argScope, MobileNetV1::build),
  /** {@link MobileNetV2}. */
  MOBILENET_V2(224, 3, 1001, 0.8, MobileNetV2::argScope, MobileNetV2::build);

  /** Adds a net's body. */
  private interface Body {
    Net build(Slim slim, Output images, NetOptions options);
  }

  /** Returns the options of a net's layers. */
  private interface Scope {
    ArgScope of(Slim slim);
  }

  private final int imageSize;
  private final int channels;
  private final int numClasses;
  private final double dropoutKeepProb;
  private final Scope scope;
  private final Body body;

  Nets(
      int imageSize, int channels, int numClasses, double dropoutKeepProb, Scope scope, Body body) {
    this.imageSize = imageSize;
    this.channels = channels;
    this.numClasses = numClasses;
    this.dropoutKeepProb = dropoutKeepProb;
    this.scope = scope;
    this.body = body;
  }

  /** Returns the net that slim's net factory calls {@code name}, such as {@code resnet_v1_50}. */
  public static Nets named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Returns the height and width of the images that the net was made for. */
  public int imageSize() {
    return imageSize;
  }

  /** Returns the channels of the images that the net was made for. */
  public int channels() {
    return channels;
  }

  /** Returns the options of the net's layers, with slim's defaults. */
  public ArgScope argScope(Slim slim) {
    return scope.of(slim);
  }

  /**
   * Builds the net under its own arg scope.
   *
   * @param images [batch, height, width, channels]; height and width must be known
   */
  public Net build(Slim slim, Output images, Consumer<? super NetOptions> set) {
    try (OpenArgScope open = slim.argScope(argScope(slim))) {
      return buildInScope(slim, images, set);
    }
  }

  /** Builds the net under the arg scopes that are open. */
  public Net buildInScope(Slim slim, Output images, Consumer<? super NetOptions> set) {
    NetOptions options = new NetOptions(numClasses, dropoutKeepProb);
    set.accept(options);
    return body.build(slim, images, options);
  }
}
