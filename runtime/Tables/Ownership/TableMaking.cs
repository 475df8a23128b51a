// The making of a table. From the record on it is one stretch with preemption off, so a table is in its owner's list or
// it is not there; its number is written last, and nobody finds it before.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Tables;

/// <summary>Making tables.</summary>
internal static class TableMaking
{
    /// <summary>Reserves the pools. Once, when the runtime starts.</summary>
    public static void Initialize()
    {
        // Rows are read with preemption on, and tables found by numbers that may be old: what was theirs stays memory.
        Pool<TableRecord>.Initialize(TableLimits.MostTables, keeps: true);
        Pool<RowRecord>.Initialize(TableLimits.MostRows, keeps: true);
        Pool<KeyChunk>.Initialize(TableLimits.MostRows, keeps: true);
        Pool<BucketGroup>.Initialize(TableLimits.MostRows >> BucketGroup.Bits, keeps: true);
        Pool<GroupNode>.Initialize(TableLimits.MostRows >> (BucketGroup.Bits + BucketGroup.Bits), keeps: true);
    }

    /// <summary>Makes the secret of the hash.</summary>
    public static void Begin(ref NodeState node)
    {
        Span<byte> secret = stackalloc byte[2 * sizeof(ulong)];
        Machine.FillRandom(secret);
        node.HashKey0 = BitConverter.ToUInt64(secret);
        node.HashKey1 = BitConverter.ToUInt64(secret[sizeof(ulong)..]);
    }

    /// <summary>Makes a table that the running process owns.</summary>
    public static TableId Make(TableKind kind, TableOptions options, Type keyType, Type valueType)
    {
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(ProcessTable.Self);
        if (!options.Name.IsNone && !TableNames.IsName(options.Name))
            throw TableException.NameTaken(options.Name);

        while (true)
        {
            Parcel data = options.Heir.IsNone ? default : Packing.Pack(options.HeirData);
            Preemption.Disable();
            int slot = TryMake(ref self, kind, options, data, out bool isNameTaken);
            if (slot != 0)
            {
                ref TableRecord table = ref Pool<TableRecord>.At(slot);
                table.KeyType = keyType.TypeHandle.Value;
                table.ValueType = valueType.TypeHandle.Value;
                ulong unique = NodeState.NextUnique();
                Volatile.Write(ref table.Unique, unique);
                TableOwners.Enlist(ref self, ProcessContexts.CurrentNumber, ref table, slot);
                TableId id = table.IdAt(slot);
                Preemption.Enable();
                return id;
            }

            Preemption.Enable();
            data.Discard();
            if (isNameTaken)
                throw TableException.NameTaken(options.Name);
            if (!MemoryRelief.TryRelieve(0))
                throw new OutOfMemoryException("No memory for another table.");
        }
    }

    /// <summary>A record with an empty body; 0: no memory. Preemption off.</summary>
    public static int TryMakeBody(TableKind kind)
    {
        int slot = Pool<TableRecord>.Rent();
        if (slot == 0)
            return 0;

        ref TableRecord body = ref Pool<TableRecord>.At(slot);
        body.Begin(kind);
        ulong stamp = NodeState.NextUnique();
        if (kind == TableKind.Set && !Resizing.TryBegin(ref body, stamp))
        {
            Pool<TableRecord>.Return(slot);
            return 0;
        }

        Volatile.Write(ref body.Stamp, stamp);
        return slot;
    }

    private static int TryMake(
        ref ProcessRecord self, TableKind kind, TableOptions options, Parcel data, out bool isNameTaken)
    {
        isNameTaken = false;
        int slot = TryMakeBody(kind);
        if (slot == 0)
            return 0;

        ref TableRecord table = ref Pool<TableRecord>.At(slot);
        table.Access = options.Access;
        if (!options.Name.IsNone)
        {
            table.Name = options.Name;
            if (!TableNames.TryRegister(options.Name, slot))
            {
                isNameTaken = true;
                table.Name = default;
                Dismantling.Begin(ref self, slot);
                while (Dismantling.TryStep(ref self))
                {
                    // A group and a record: no more.
                }

                return 0;
            }
        }

        table.Heir = options.Heir;
        table.HeirData = data;
        data.Detach();
        return slot;
    }
}
