using Elaoms.Core.Storage.Payloads;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Intake;

public sealed class SpooledBodyTests : IDisposable
{
    private const int Limit = SpooledBody.MemoryLimitBytes;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(Limit - 1, false)]
    [InlineData(Limit, false)]
    [InlineData(Limit + 1, true)]
    [InlineData(3 * Limit, true)]
    public void Body_is_in_memory_up_to_the_limit_and_then_in_a_file(int length, bool inFile)
    {
        var content = Random(length);
        using (var body = new SpooledBody(_folder.Path))
        {
            foreach (var piece in content.Chunk(100_000))
                body.Append(piece);

            Assert.Equal(length, body.Length);
            Assert.Equal(inFile, body.FilePath is not null);
            Assert.Equal(inFile ? 1 : 0, Directory.GetFiles(_folder.Path).Length);
            Assert.True(body.AsMemory().Span.SequenceEqual(content));
            Assert.True(body.AsMemory().Span.SequenceEqual(content));
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Body_split_anyhow_around_the_limit_has_the_same_bytes() => Property.CheckSome(
        from first in Gen.Choose(Limit - 3, Limit + 3)
        from rest in Gen.OneOf(Gen.Choose(0, 5), Gen.Elements(Limit, 64 << 10, (64 << 10) + 1)).ListOf(3)
        select (int[])[first, .. rest],
        sizes =>
        {
            using var body = new SpooledBody(_folder["split"]);
            var pieces = sizes.Select(Random).ToList();
            pieces.ForEach(piece => body.Append(piece));

            Assert.True(body.AsMemory().Span.SequenceEqual(pieces.SelectMany(piece => piece).ToArray()));
            Assert.Equal(sizes.Sum() > Limit, body.FilePath is not null);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Body_takes_all_of_a_stream()
    {
        var content = Random(2 * Limit + 17);
        using var body = new SpooledBody(_folder.Path);

        await body.AppendAsync(new MemoryStream(content), CancellationToken.None);

        Assert.True(body.AsMemory().Span.SequenceEqual(content));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Limit)]
    [InlineData(Limit + 1)]
    [InlineData(5 * Limit)]
    public void Body_is_read_in_pieces_as_it_came(int length)
    {
        var content = Random(length);
        using var body = new SpooledBody(_folder.Path);
        foreach (var piece in content.Chunk(7 * Limit / 3))
            body.Append(piece);

        for (var time = 0; time < 2; time++)
        {
            using var read = new MemoryStream();
            body.ReadPieces(piece => read.Write(piece));
            Assert.Equal(content, read.ToArray());
        }
    }

    [Fact]
    public void Body_knows_how_much_of_it_is_in_the_file()
    {
        using var body = new SpooledBody(_folder.Path);
        body.Append(Random(Limit));
        Assert.Equal((Limit, 0), (body.Length, body.WrittenBytes));
        body.Append(Random(10));
        Assert.Equal((Limit + 10, Limit), (body.Length, body.WrittenBytes));
        body.Append(Random(2 * Limit));
        Assert.Equal((3 * Limit + 10, 3 * Limit + 10), (body.Length, body.WrittenBytes));
    }

    [Fact]
    public void Body_moved_stays_where_it_was_moved_to()
    {
        var content = Random(Limit + 1);
        File.WriteAllText(_folder["place"], "what was there before");
        using (var body = new SpooledBody(_folder["spool"]))
        {
            body.Append(content);
            body.AsMemory();
            body.MoveTo(_folder["place"]);
            Assert.Null(body.FilePath);
        }

        Assert.Equal(content, File.ReadAllBytes(_folder["place"]));
        Assert.Empty(Directory.GetFiles(_folder["spool"]));
    }

    [Fact]
    public void Body_file_is_its_owners_alone()
    {
        using var body = new SpooledBody(_folder.Path);

        body.Append(new byte[Limit + 1]);

        UnixMode.AssertIs(UnixMode.OwnerFile, body.FilePath!);
    }

    [Fact]
    public void Body_file_is_held_while_it_is_needed()
    {
        using var body = new SpooledBody(_folder.Path);
        body.Append(new byte[Limit + 1]);

        Assert.ThrowsAny<IOException>(() => new FileStream(body.FilePath!, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
    }

    [Fact]
    public void Body_disposed_twice_is_no_fault()
    {
        var body = new SpooledBody(_folder.Path);
        body.Append(new byte[Limit + 1]);
        body.AsMemory();
        body.Dispose();

        body.Dispose();

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
