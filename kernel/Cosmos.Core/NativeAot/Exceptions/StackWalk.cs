// The walk up a stack that CoreLib's exception dispatcher steps through (RhpSfiInit, RhpSfiNext), and stack traces use.
//
// Four kinds of code lie between managed frames, all of them assembly in ExceptionDispatch.asm and
// InterfaceDispatch.asm with known frames:
//   throw site      RhpThrowEx and its kin; below them the dispatcher itself. Registers come back from the
//   ThrowContext.
//   filter          plain call of a filter; the walk goes on into the dispatcher that called it.
//   catch, finally  the handler of a dispatch in its second pass. The frames between the thunk and the frame whose
//                   handler it is are dead or already unwound, so the walk jumps there by copying the walk kept in the
//                   ExceptionRecord (a "collided unwind"), but keeps the register locations it has itself: they are the
//                   handler's and hold until it ends.
//   dispatch stub   resolving an interface call; a constant amount of stack.
// Anything else is where the world begins (entry code): the walk ends.
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>Steps of a stack walk.</summary>
internal static unsafe class StackWalk
{
    private const uint NoClause = 0xFFFF_FFFF;

    /// <summary>Begins a walk at the frame that <paramref name="site"/> describes.</summary>
    /// <param name="frames">The walk.</param>
    /// <param name="site">Registers of the frame; must stay where they are while the walk goes on.</param>
    /// <param name="instructionFault">True when the IP is a faulting instruction, false when it is a return
    /// address.</param>
    /// <returns>False when the code is not managed.</returns>
    public static bool Begin(StackFrames* frames, ThrowContext* site, bool instructionFault)
    {
        RegisterDisplay* registers = &frames->Registers;
        LoadSite(registers, site);
        SkipRecordsBelow(frames, Context.CurrentBlock->ExceptionHead);
        return Enter(frames, instructionFault);
    }

    /// <summary>Goes to the caller's frame.</summary>
    /// <param name="frames">The walk.</param>
    /// <param name="collided">The dispatch whose handler was left by this step, or null.</param>
    /// <param name="leftManagedCode">True when the frame left was entered from unmanaged code.</param>
    /// <returns>False at the end of the stack.</returns>
    public static bool Next(StackFrames* frames, out ExceptionRecord* collided, out bool leftManagedCode)
    {
        collided = null;
        leftManagedCode = (frames->Record.Flags & MethodDataFlags.ReversePInvoke) != 0;
        if (leftManagedCode)
        {
            return false;
        }

        RegisterDisplay* registers = &frames->Registers;
        FrameRecord.Unwind(&frames->Record, registers);
        while (!EhFrame.IsManaged(registers->Ip))
        {
            if (registers->Ip == Thunks.CatchReturn || registers->Ip == Thunks.FinallyReturn)
            {
                collided = frames->NextRecord;
                return Collide(frames, collided);
            }

            if (registers->Ip == Thunks.FilterReturn)
            {
                LeaveThunk(registers);
            }
            else if (Thunks.IsThrowReturn(registers->Ip))
            {
                // The call left RSP at the record; the site follows it.
                var record = (ExceptionRecord*)registers->Rsp;
                LoadSite(registers, (ThrowContext*)(record + 1));
                SkipRecordsBelow(frames, (byte*)frames->NextRecord);
                return Enter(frames, (record->Kind & ExceptionKind.OriginMask) == ExceptionKind.HardwareFault);
            }
            else if (registers->Ip == Thunks.DispatchReturn)
            {
                LeaveConstantFrame(registers, Thunks.DispatchFrameSize);
            }
            else
            {
                return false;
            }
        }

        return Enter(frames, instructionFault: false);
    }

    /// <summary>
    /// Begins a walk at the dispatcher that waits for the finally block in which <paramref name="frames"/> stands. The
    /// walk of the stack passes it over, yet it goes on when the block ends.
    /// </summary>
    /// <returns>False when the frame is not that of a finally block.</returns>
    public static bool BeginInDispatcher(StackFrames* frames, StackFrames* dispatcher)
    {
        *dispatcher = *frames;
        FrameRecord.Unwind(&dispatcher->Record, &dispatcher->Registers);
        if (dispatcher->Registers.Ip != Thunks.FinallyReturn)
        {
            return false;
        }

        LeaveThunk(&dispatcher->Registers);
        return Enter(dispatcher, instructionFault: false);
    }

    /// <summary>Goes on in a dispatcher's frames. False at the throw.</summary>
    public static bool NextInDispatcher(StackFrames* dispatcher)
    {
        FrameRecord.Unwind(&dispatcher->Record, &dispatcher->Registers);
        return EhFrame.IsManaged(dispatcher->Registers.Ip) && Enter(dispatcher, instructionFault: false);
    }

    [RuntimeExport("RhpSfiInit")]
    private static int Init(StackFrames* frames, ThrowContext* site, int instructionFault, byte* intercepted)
    {
        if (intercepted != null)
        {
            *intercepted = 0;
        }

        bool valid = Begin(frames, site, (instructionFault & 0xFF) != 0);
        Remember(frames, valid);
        return valid ? 1 : 0;
    }

    [RuntimeExport("RhpSfiNext")]
    private static int Next(StackFrames* frames, uint* collidedClause, byte* leftManagedCode, byte* intercepted)
    {
        bool valid = Next(frames, out ExceptionRecord* collided, out bool left);
        Remember(frames, valid);
        if (collidedClause != null)
        {
            *collidedClause = NoClause;
            if (valid && collided != null)
            {
                *collidedClause = collided->CurrentClause;
                collided->Kind |= ExceptionKind.Superseded;
            }
        }

        if (leftManagedCode != null)
        {
            *leftManagedCode = left ? (byte)1 : (byte)0;
        }

        if (intercepted != null)
        {
            *intercepted = 0;
        }

        return valid ? 1 : 0;
    }

    // What is thrown once is thrown again, from the same place as a rule.
    private static void Remember(StackFrames* frames, bool valid)
    {
        if (valid && frames->IsAtFault == 0 && frames->Record.Version == 0)
        {
            FrameCache.Add(&frames->Record);
        }
    }

    private static void LoadSite(RegisterDisplay* registers, ThrowContext* site)
    {
        registers->Rbx = &site->Rbx;
        registers->Rbp = &site->Rbp;
        registers->R12 = &site->R12;
        registers->R13 = &site->R13;
        registers->R14 = &site->R14;
        registers->R15 = &site->R15;
        registers->Ip = site->Ip;
        registers->Rsp = site->Rsp;
    }

    private static bool Enter(StackFrames* frames, bool instructionFault)
    {
        nint ip = frames->Registers.Ip;
        frames->OriginalControlPc = ip;
        frames->ControlPc = instructionFault ? ip : ip - 1;
        frames->IsAtFault = instructionFault ? 1 : 0;

        // What is remembered of an address holds for a call that returns there.
        if (instructionFault || !FrameCache.TryRead(ip, &frames->Record))
        {
            if (!EhFrame.TryFind(frames->ControlPc, out FrameDescription code, out int entry))
            {
                return false;
            }

            frames->Record = FrameRecord.Of(code, entry, frames->ControlPc, ip);
        }

        bool sharesFrame = frames->Record.IsFunclet || (frames->Record.Flags & MethodDataFlags.HasClauses) != 0;
        frames->FramePointer = sharesFrame ? *frames->Registers.Rbp : 0;
        return true;
    }

    private static bool Collide(StackFrames* frames, ExceptionRecord* record)
    {
        if (record == null)
        {
            return false;
        }

        // The handler's own registers outlive the copy.
        RegisterDisplay handler = frames->Registers;
        *frames = record->Frames;
        frames->Registers.Rbx = handler.Rbx;
        frames->Registers.Rbp = handler.Rbp;
        frames->Registers.R12 = handler.R12;
        frames->Registers.R13 = handler.R13;
        frames->Registers.R14 = handler.R14;
        frames->Registers.R15 = handler.R15;
        SkipRecordsBelow(frames, (byte*)record);
        return true;
    }

    // Records of dispatches that began below the frame's stack pointer are done with.
    private static void SkipRecordsBelow(StackFrames* frames, byte* first)
    {
        var record = (ExceptionRecord*)first;
        while (record != null && (nint)record < frames->Registers.Rsp)
        {
            record = record->Previous;
        }

        frames->NextRecord = record;
    }

    private static void LeaveThunk(RegisterDisplay* registers)
    {
        // Six saved registers, lowest first, above the thunk's locals; then the return address.
        var saved = (nint*)(registers->Rsp + Thunks.FuncletLocalsSize);
        registers->Rbp = saved;
        registers->Rbx = saved + 1;
        registers->R12 = saved + 2;
        registers->R13 = saved + 3;
        registers->R14 = saved + 4;
        registers->R15 = saved + 5;
        registers->Ip = saved[6];
        registers->Rsp = (nint)(saved + 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LeaveConstantFrame(RegisterDisplay* registers, int size)
    {
        registers->Ip = *(nint*)(registers->Rsp + size);
        registers->Rsp += size + sizeof(nint);
    }
}
