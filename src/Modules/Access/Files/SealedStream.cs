using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Fuyao.Access.Files;

/// <summary>
/// A file as blocks of 64 KiB, each AES-256-GCM with its number as nonce and whether it is the last as associated data: blocks
/// cannot be changed, swapped, repeated or cut off unseen. The key is random and used for one file only.
/// </summary>
internal static class SealedStream
{
    private const int BlockBytes = 64 * 1024;
    private const int TagBytes = 16;

    public static async Task SealAsync(Stream plain, Stream target, byte[] key, CancellationToken ct)
    {
        await using var sealing = Create(target, key);
        await plain.CopyToAsync(sealing, BlockBytes, ct);
    }

    /// <summary>Seals what is written to it; the last block goes out when it is disposed, the target stays open.</summary>
    public static Stream Create(Stream target, byte[] key) => new Writer(target, key);

    /// <param name="offset">Where the sealed blocks begin in the file.</param>
    public static Stream Open(Stream sealedFile, byte[] key, long length, long offset = 0, bool leaveOpen = false) => new Reader(sealedFile, key, length, offset, leaveOpen);

    /// <summary>How long the content of so many sealed bytes is.</summary>
    public static long PlainLength(long sealedLength) =>
        sealedLength - (TagBytes * Math.Max(1, (sealedLength + BlockBytes + TagBytes - 1) / (BlockBytes + TagBytes)));

    private static byte[] Nonce(long number)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), number);
        return nonce;
    }

    private sealed class Reader(Stream inner, byte[] key, long length, long offset, bool leaveOpen) : Stream
    {
        private readonly AesGcm aes = new(key, TagBytes);
        private readonly byte[] sealedBlock = new byte[BlockBytes + TagBytes];
        private readonly byte[] block = new byte[BlockBytes];
        private long number = -1;
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => position;
            set => position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (position >= length || buffer.Length == 0)
            {
                return 0;
            }

            Load(position / BlockBytes);
            var start = (int)(position % BlockBytes);
            var count = (int)Math.Min(Math.Min(buffer.Length, BlockBytes - start), length - position);
            block.AsSpan(start, count).CopyTo(buffer);
            position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => position + offset, _ => length + offset };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                aes.Dispose();
                if (!leaveOpen)
                {
                    inner.Dispose();
                }

                CryptographicOperations.ZeroMemory(block);
            }

            base.Dispose(disposing);
        }

        private void Load(long wanted)
        {
            if (wanted == number)
            {
                return;
            }

            inner.Position = offset + (wanted * (BlockBytes + TagBytes));
            var read = inner.ReadAtLeast(sealedBlock, sealedBlock.Length, false);
            if (read < TagBytes)
            {
                throw new CryptographicException("A stored file was cut.");
            }

            var last = (wanted + 1) * BlockBytes >= length;
            aes.Decrypt(Nonce(wanted), sealedBlock.AsSpan(0, read - TagBytes), sealedBlock.AsSpan(read - TagBytes, TagBytes), block.AsSpan(0, read - TagBytes), [(byte)(last ? 1 : 0)]);
            number = wanted;
        }
    }

    private sealed class Writer(Stream target, byte[] key) : Stream
    {
        private readonly AesGcm aes = new(key, TagBytes);
        private readonly byte[] block = new byte[BlockBytes];
        private readonly byte[] sealedBlock = new byte[BlockBytes + TagBytes];
        private int filled;
        private long number;
        private bool ended;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                // A full block waits for the next byte, because only then is it known not to be the last.
                if (filled == BlockBytes)
                {
                    Put(false);
                }

                var count = Math.Min(buffer.Length, BlockBytes - filled);
                buffer[..count].CopyTo(block.AsSpan(filled));
                filled += count;
                buffer = buffer[count..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !ended)
            {
                ended = true;
                Put(true);
                aes.Dispose();
                CryptographicOperations.ZeroMemory(block);
            }

            base.Dispose(disposing);
        }

        private void Put(bool last)
        {
            aes.Encrypt(Nonce(number++), block.AsSpan(0, filled), sealedBlock.AsSpan(0, filled), sealedBlock.AsSpan(filled, TagBytes), [(byte)(last ? 1 : 0)]);
            target.Write(sealedBlock, 0, filled + TagBytes);
            filled = 0;
        }
    }
}
