using System.Text;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Storage.Local.Journal;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage.Local.Journal;

public sealed class JournalReaderTests : IDisposable
{
    private const int Block = JournalRecord.BlockBytes;

    private readonly TempFolder _folder = new();
    private readonly Guid _id = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Deliveries_are_read_in_order_as_they_were_written() => Property.Check(
        Gen.Choose(0, 3000).ListOf().Select(lengths => lengths.Select(Body).ToList()),
        bodies => AssertReads(bodies, damaged: 0, [.. bodies.SelectMany(body => Record(body))]));

    [Fact]
    public void Record_torn_at_any_byte_hides_none_before_it()
    {
        var (first, last) = (Record("the first"), Record("the last one"));
        byte[] whole = [.. first, .. last];
        // A body is whole before the zeros behind it are.
        var end = first.Length + Array.FindLastIndex(last, value => value != 0) + 1;

        for (var length = first.Length; length < end; length++)
            AssertReads(["the first"], damaged: length == first.Length ? 0 : 1, whole[..length]);
        for (var length = end; length <= whole.Length; length++)
            AssertReads(["the first", "the last one"], damaged: 0, whole[..length]);
    }

    [Fact]
    public void Record_whose_end_is_zeros_is_left_out()
    {
        var (first, last) = (Record("the first"), Record(new string('x', 3 * Block)));

        for (var cut = 0; cut < last.Length; cut += Block)
        {
            byte[] torn = [.. first, .. last];
            torn.AsSpan(first.Length + cut).Clear();
            Assert.Equal(["the first"], Read(torn).Bodies);
        }
    }

    [Fact]
    public void Record_with_any_bit_changed_is_left_out_and_those_behind_it_are_read()
    {
        byte[] records = [.. Record("one"), .. Record("two"), .. Record("three")];
        var end = Block + Array.FindLastIndex(records[Block..(2 * Block)], value => value != 0) + 1;

        Property.Check(
            from at in Gen.Choose(Block, end - 1) from bit in Gen.Choose(0, 7) select (at, bit),
            changed =>
            {
                var content = records.ToArray();
                content[changed.at] ^= (byte)(1 << changed.bit);

                // Bytes of the header that say nothing are hashed too.
                AssertReads(["one", "three"], damaged: 1, content);
            });
    }

    [Fact]
    public void Damaged_part_of_any_length_hides_none_behind_it() => Property.Check(
        from before in Gen.Choose(0, 3)
        from blocks in Gen.Choose(1, 5)
        from behind in Gen.Choose(0, 3)
        from noise in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(blocks * Block)
        select (before, behind, noise),
        part =>
        {
            List<string> bodies = [.. Enumerable.Range(0, part.before + part.behind).Select(Body)];
            byte[] file =
            [
                .. bodies.Take(part.before).SelectMany(body => Record(body)), .. part.noise,
                .. bodies.Skip(part.before).SelectMany(body => Record(body)),
            ];

            AssertReads(bodies, damaged: 1, file);
        });

    [Fact]
    public void Records_of_another_file_are_no_deliveries_wherever_they_stand()
    {
        var other = Record("of another", Guid.NewGuid());
        // Whoever writes a record into a body has it read neither from the body nor from where it is torn.
        var quoted = Encoding.Latin1.GetString([.. new byte[Block - 300], .. other, .. other]);

        AssertReads(["own"], damaged: 1, [.. other, .. Record("own")]);
        Assert.Empty(Read([.. Record(quoted)[(Block / 2)..]]).Bodies);
    }

    [Fact]
    public void Record_of_a_body_of_any_length_fills_blocks()
        => Property.Check(Gen.Choose(0, SpooledBody.MemoryLimitBytes), length =>
        {
            var name = Stores.NameOf(new byte[length]);
            var bytes = JournalRecord.LengthOf(name, length);

            Assert.Equal(0, bytes % Block);
            Assert.InRange(bytes - length - name.Value.Length, 32, 31 + Block);
        });

    private void AssertReads(IReadOnlyList<string> bodies, int damaged, byte[] content)
    {
        var read = Read(content);
        Assert.Equal(bodies, read.Bodies);
        Assert.Equal(damaged, read.Damaged);
    }

    private byte[] Record(string body, Guid? id = null)
    {
        var content = Encoding.Latin1.GetBytes(body);
        var name = Stores.NameOf(content);
        var record = new byte[JournalRecord.LengthOf(name, content.Length)];
        Random.Shared.NextBytes(record);
        JournalRecord.Write(record, name, content);
        JournalRecord.Seal(record, id ?? _id);
        return record;
    }

    private (List<string> Bodies, int Damaged) Read(byte[] content)
    {
        var path = _folder["a.journal"];
        File.WriteAllBytes(path, content);
        using var file = File.OpenHandle(path);
        var reader = new JournalReader(file, _id);
        var bodies = reader.Read().Select(reader.ReadBody).OfType<byte[]>().Select(Encoding.Latin1.GetString).ToList();
        return (bodies, reader.Damaged);
    }

    private static string Body(int length) => string.Concat(Enumerable.Repeat("word ", length / 5)) + length;
}
