package org.slimgraph.cpu;

/**
 * The functions that level off, in single precision.
 *
 * <p>TF 1.x: both are quotients of polynomials, odd over even, on a range outside of which the
 * result is constant. They are off by up to three units in the last place, which is nothing for the
 * value but much for a gradient made from it near saturation, such as {@code 1 - y * y}; hence the
 * same quotients with the same coefficients here (TF 1.15's CPU kernels: Eigen's generic tanh and
 * logistic functions of floats). No step is a fused one, so that vectors and single elements agree.
 */
public final class Saturating {
  /** Where tanh levels off. */
  public static final float TANH_END = 9f;

  /** Where the sigmoid function levels off. */
  public static final float SIGMOID_END = 18f;

  /** Numerator of tanh: the factor of x^1. */
  public static final float T1 = 4.89352455891786e-03f;

  /** Numerator of tanh: the factor of x^3. */
  public static final float T3 = 6.37261928875436e-04f;

  /** Numerator of tanh: the factor of x^5. */
  public static final float T5 = 1.48572235717979e-05f;

  /** Numerator of tanh: the factor of x^7. */
  public static final float T7 = 5.12229709037114e-08f;

  /** Numerator of tanh: the factor of x^9. */
  public static final float T9 = -8.60467152213735e-11f;

  /** Numerator of tanh: the factor of x^11. */
  public static final float T11 = 2.00018790482477e-13f;

  /** Numerator of tanh: the factor of x^13. */
  public static final float T13 = -2.76076847742355e-16f;

  /** Denominator of tanh: the factor of x^0. */
  public static final float T0 = 4.89352518554385e-03f;

  /** Denominator of tanh: the factor of x^2. */
  public static final float T2 = 2.26843463243900e-03f;

  /** Denominator of tanh: the factor of x^4. */
  public static final float T4 = 1.18534705686654e-04f;

  /** Denominator of tanh: the factor of x^6. */
  public static final float T6 = 1.19825839466702e-06f;

  /** Numerator of the sigmoid function: the factor of x^1. */
  public static final float S1 = 2.48287947061529e-01f;

  /** Numerator of the sigmoid function: the factor of x^3. */
  public static final float S3 = 8.51377133304701e-03f;

  /** Numerator of the sigmoid function: the factor of x^5. */
  public static final float S5 = 6.08574864600143e-05f;

  /** Numerator of the sigmoid function: the factor of x^7. */
  public static final float S7 = 1.15627324459942e-07f;

  /** Numerator of the sigmoid function: the factor of x^9. */
  public static final float S9 = 4.37031012579801e-11f;

  /** Denominator of the sigmoid function: the factor of x^0. */
  public static final float S0 = 9.93151921023180e-01f;

  /** Denominator of the sigmoid function: the factor of x^2. */
  public static final float S2 = 1.16817656904453e-01f;

  /** Denominator of the sigmoid function: the factor of x^4. */
  public static final float S4 = 1.70198817374094e-03f;

  /** Denominator of the sigmoid function: the factor of x^6. */
  public static final float S6 = 6.29106785017040e-06f;

  /** Denominator of the sigmoid function: the factor of x^8. */
  public static final float S8 = 5.76102136993427e-09f;

  /** Denominator of the sigmoid function: the factor of x^10. */
  public static final float S10 = 6.10247389755681e-13f;

  private Saturating() {}

  /** Returns the hyperbolic tangent. */
  public static float tanh(float value) {
    float x = Math.min(Math.max(value, -TANH_END), TANH_END);
    float z = x * x;
    float odd = T13;
    odd = z * odd + T11;
    odd = z * odd + T9;
    odd = z * odd + T7;
    odd = z * odd + T5;
    odd = z * odd + T3;
    odd = z * odd + T1;
    float even = T6;
    even = z * even + T4;
    even = z * even + T2;
    even = z * even + T0;
    return x * odd / even;
  }

  /** Returns one over (1 plus e to the power of minus x). */
  public static float sigmoid(float value) {
    float x = Math.min(Math.max(value, -SIGMOID_END), SIGMOID_END);
    float z = x * x;
    float odd = S9;
    odd = z * odd + S7;
    odd = z * odd + S5;
    odd = z * odd + S3;
    odd = z * odd + S1;
    float even = S10;
    even = z * even + S8;
    even = z * even + S6;
    even = z * even + S4;
    even = z * even + S2;
    even = z * even + S0;
    return Math.min(Math.max(x * odd / even + 0.5f, 0f), 1f);
  }
}
