#!/usr/bin/env bash
# A private Slurm on this host for tests: munge, slurmctld and three slurmd, without systemd and accounting.
#   slurm_lab.sh start     brings it up and waits until every node is idle
#   slurm_lab.sh env       prints what a client needs: eval "$(slurm_lab.sh env)"
#   slurm_lab.sh stop      cancels the jobs, ends the daemons, removes the folder
# Nodes cre1 and cre2 are in partition `cpu` (the default), cregpu1 with two GPUs in `gpu`; a job in `urgent` preempts
# those of `gpu`. The GPUs are character devices that exist everywhere, so that Slurm sets CUDA_VISIBLE_DEVICES.
# The nodes say that they have 4 cores and 16 GB, whatever the host has: their jobs are small, but ask as on a cluster.
# Settings: SLURM_LAB (folder), SLURM_LAB_TRACK (linuxproc: signals reach every process; cgroup: as on real clusters only
# the children of a job step; needs root and cgroup v1).
# Exit codes: 0, 1 failed, 2 usage, 3 not possible on this machine (the message says why).
set -euo pipefail

lab=${SLURM_LAB:-${TMPDIR:-/tmp}/slurm-lab-$(id -u)}
track=${SLURM_LAB_TRACK:-linuxproc}
nodes=(cre1 cre2 cregpu1)
export SLURM_CONF=$lab/slurm.conf PATH=${PATH//"$lab/bin:"/}:/usr/sbin:/sbin USER=${USER:-$(id -un)} LC_ALL=C

die() {
    echo "slurm_lab: $1" >&2
    exit "${2:-1}"
}

# --- what the machine must have -------------------------------------------------------------------------------------

check_machine() {
    local name missing=()
    for name in munged slurmctld slurmd sinfo squeue scontrol sbatch srun scancel; do
        command -v "$name" >/dev/null || missing+=("$name")
    done
    [[ ${#missing[@]} -eq 0 ]] || die "Slurm is not installed (no ${missing[*]}; packages: envs/apt-tests.txt)" 3
    [[ $lab =~ ^/[A-Za-z0-9/._-]{1,79}$ ]] || # the limit of a Unix socket
        die "SLURM_LAB must be an absolute path of at most 80 characters without blanks: '$lab'" 2
    case $track in
        linuxproc) ;;
        cgroup) check_cgroup ;;
        *) die "SLURM_LAB_TRACK: '$track' is not allowed; allowed: linuxproc, cgroup" 2 ;;
    esac
}

check_cgroup() {
    local probe=/sys/fs/cgroup/freezer/slurm-lab-probe-$$
    [[ $(id -u) -eq 0 ]] || die "cgroup process tracking needs root" 3
    [[ -d /sys/fs/cgroup/freezer ]] || die "cgroup process tracking needs the freezer of cgroup v1" 3
    mkdir "$probe" 2>/dev/null || die "cgroup process tracking needs a writable /sys/fs/cgroup/freezer" 3
    rmdir "$probe"
}

# --- daemons --------------------------------------------------------------------------------------------------------

lives() { # $1: pid, $2: name; a zombie does not live
    local name state
    read -r _ name state _ 2>/dev/null <"/proc/$1/stat" && [[ $name == "($2)" && $state != Z ]]
}

pid_of() { # $1: pid file, $2: name of the daemon; prints the pid while it lives
    local pid
    [[ -s $1 ]] && pid=$(tr -dc 0-9 <"$1") && [[ -n $pid ]] && lives "$pid" "$2" && echo "$pid"
}

end() { # $1: pid file, $2: name of the daemon
    local pid
    if pid=$(pid_of "$1" "$2"); then
        kill "$pid" 2>/dev/null || true
        for _ in {1..100}; do
            lives "$pid" "$2" || break
            sleep 0.1
        done
        if lives "$pid" "$2"; then kill -9 "$pid" 2>/dev/null || true; fi
    fi
    rm -f "$1"
}

all_live() {
    local node
    pid_of "$lab/run/munged.pid" munged >/dev/null && pid_of "$lab/run/slurmctld.pid" slurmctld >/dev/null || return 1
    for node in "${nodes[@]}"; do
        pid_of "$lab/run/slurmd-$node.pid" slurmd >/dev/null || return 1
    done
}

# --- configuration --------------------------------------------------------------------------------------------------

port_is_used() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_ports() { # prints the first of four ports on which nothing listens
    local first port
    for ((first = 16817; first < 17617; first += 4)); do
        for ((port = first; port < first + 4; port++)); do
            port_is_used "$port" && continue 2
        done
        echo "$first"
        return
    done
    die "no four free ports between 16817 and 17617"
}

write_configuration() { # $1: first port
    local gpu=("$lab/run/gpu0" "$lab/run/gpu1") index node resources
    if ! { mknod "${gpu[0]}" c 1 3 && mknod "${gpu[1]}" c 1 5; } 2>/dev/null; then
        gpu=(/dev/null /dev/zero)
    fi
    for index in 0 1; do
        echo "NodeName=cregpu1 Name=gpu Type=fake File=${gpu[index]}"
    done >"$lab/gres.conf"
    printf '%s\n' CgroupPlugin=cgroup/v1 CgroupAutomount=no CgroupMountpoint=/sys/fs/cgroup >"$lab/cgroup.conf"
    {
        cat <<TEXT
ClusterName=crelab
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$1
SlurmUser=$USER
SlurmdUser=$USER
AuthType=auth/munge
AuthInfo=socket=$lab/run/munge.socket
CredType=cred/munge
StateSaveLocation=$lab/state
SlurmdSpoolDir=$lab/spool/%n
SlurmctldPidFile=$lab/run/slurmctld.pid
SlurmdPidFile=$lab/run/slurmd-%n.pid
SlurmctldLogFile=$lab/log/slurmctld.log
SlurmdLogFile=$lab/log/slurmd-%n.log
ProctrackType=proctrack/$track
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
JobAcctGatherParams=OverMemoryKill
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=2,sched_interval=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
MinJobAge=3600
KillWait=10
SlurmctldTimeout=30
SlurmdTimeout=60
SlurmdParameters=config_overrides
GresTypes=gpu
TEXT
        for index in "${!nodes[@]}"; do
            node=${nodes[index]} resources=''
            [[ $node == cregpu1 ]] && resources=Gres=gpu:fake:2
            echo "NodeName=$node NodeHostname=localhost NodeAddr=127.0.0.1 Port=$(($1 + 1 + index)) CPUs=4" \
                "RealMemory=16000 State=UNKNOWN $resources"
        done
        echo "PartitionName=cpu Nodes=cre[1-2] Default=YES MaxTime=INFINITE State=UP"
        echo "PartitionName=gpu Nodes=cregpu1 MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=60"
        echo "PartitionName=urgent Nodes=cregpu1 MaxTime=INFINITE State=UP PriorityTier=9 PreemptMode=OFF"
    } >"$SLURM_CONF"
}

# --- commands -------------------------------------------------------------------------------------------------------

start() {
    check_machine
    if [[ -e $lab/.slurm_lab ]]; then # what a lab left that was not stopped
        tear_down
        rm -rf "$lab"
    fi
    [[ ! -e $lab || -z $(ls -A "$lab") ]] || die "$lab exists and is no lab"
    mkdir -p "$lab"/{bin,run,log,state,spool,munge}
    chmod 755 "$lab" "$lab/run"
    touch "$lab/.slurm_lab"
    (umask 277 && head -c 1024 /dev/urandom >"$lab/munge/munge.key")
    # Snakemake's job step takes SLURM_CONF out of the environment; this srun, first in PATH, puts it back.
    printf '#!/bin/sh\nSLURM_CONF=%s exec %s "$@"\n' "$SLURM_CONF" "$(command -v srun)" >"$lab/bin/srun"
    chmod 755 "$lab/bin/srun"
    write_configuration "$(free_ports)"
    munged --force --key-file="$lab/munge/munge.key" --socket="$lab/run/munge.socket" --pid-file="$lab/run/munged.pid" \
        --log-file="$lab/log/munged.log" --seed-file="$lab/munge/munged.seed" 2>>"$lab/log/start.log" ||
        give_up "munged did not start"
    slurmctld -f "$SLURM_CONF" >>"$lab/log/start.log" 2>&1 || give_up "slurmctld did not start"
    local node idle
    for node in "${nodes[@]}"; do
        slurmd -f "$SLURM_CONF" -N "$node" >>"$lab/log/start.log" 2>&1 || give_up "slurmd of $node did not start"
    done
    for _ in {1..300}; do
        idle=$(sinfo -h -N -o '%N %T' 2>/dev/null | sort -u | grep -c ' idle$') || true
        [[ $idle -eq ${#nodes[@]} ]] && all_live && return
        sleep 0.2
    done
    give_up "the nodes are not idle after 60 s"
}

give_up() {
    echo "slurm_lab: $1; the last lines of the logs:" >&2
    tail -n 8 "$lab"/log/*.log >&2 2>/dev/null || true
    tear_down
    exit 1
}

tear_down() {
    local node
    if pid_of "$lab/run/slurmctld.pid" slurmctld >/dev/null; then
        timeout 10 scancel --user="$USER" 2>/dev/null || true
        for _ in {1..60}; do
            [[ -n $(timeout 10 squeue -h 2>/dev/null) ]] || break
            sleep 0.5
        done
    fi
    end "$lab/run/slurmctld.pid" slurmctld
    for node in "${nodes[@]}"; do
        end "$lab/run/slurmd-$node.pid" slurmd
    done
    end "$lab/run/munged.pid" munged
}

case ${1:-} in
    start) start ;;
    env)
        # shellcheck disable=SC2016 # PATH is that of whoever evals it
        printf 'export SLURM_CONF=%q USER=%q PATH=%q:$PATH\n' "$SLURM_CONF" "$USER" "$lab/bin"
        ;;
    stop)
        [[ -e $lab/.slurm_lab ]] || exit 0
        tear_down
        rm -rf "$lab"
        ;;
    *) die "usage: slurm_lab.sh start | env | stop" 2 ;;
esac
