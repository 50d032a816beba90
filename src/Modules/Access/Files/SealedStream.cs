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
        using var aes = new AesGcm(key, TagBytes);
        var block = new byte[BlockBytes];
        var next = new byte[BlockBytes];
        var sealedBlock = new byte[BlockBytes + TagBytes];
        var length = await plain.ReadAtLeastAsync(block, BlockBytes, false, ct);
        for (long number = 0; ; number++)
        {
            var nextLength = length < BlockBytes ? 0 : await plain.ReadAtLeastAsync(next, BlockBytes, false, ct);
            var last = nextLength == 0;
            aes.Encrypt(Nonce(number), block.AsSpan(0, length), sealedBlock.AsSpan(0, length), sealedBlock.AsSpan(length, TagBytes), [(byte)(last ? 1 : 0)]);
            await target.WriteAsync(sealedBlock.AsMemory(0, length + TagBytes), ct);
            if (last)
            {
                return;
            }

            (block, next, length) = (next, block, nextLength);
        }
    }

    public static Stream Open(Stream sealedFile, byte[] key, long length) => new Reader(sealedFile, key, length);

    private static byte[] Nonce(long number)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), number);
        return nonce;
    }

    private sealed class Reader(Stream inner, byte[] key, long length) : Stream
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
                inner.Dispose();
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

            inner.Position = wanted * (BlockBytes + TagBytes);
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
}
