/**
 * Encoders in directories as Hugging Face's transformers and sentence-transformers keep them: read into an {@link
 * io.remine.state.encoder.EncoderSource}, and written from one so that sentence-transformers gives the same vectors.
 */
package io.remine.state.huggingface;
